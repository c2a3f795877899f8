# What the operator is told: all platforms
adapter-out = { $platform } is left out, the other platforms run on; start again when the config is right.
adapter-again = { $platform } has gone; it is started again in { $seconds } s.
adapter-library = The library for { $platform } is missing ({ $library }). Run: pip install "hearth[{ $platform }]"
adapter-none = The config names no platform that can be connected. Write [platforms.telegram] or [platforms.discord] with a token into it, or try the bot with hearth try.
