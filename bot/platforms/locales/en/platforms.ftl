# What the operator is told: all platforms
adapter-out = { $platform } is left out, the other platforms run on; start again when the config is right.
adapter-again = { $platform } has gone; it is started again in { $seconds } s.
adapter-library = The library for { $platform } is missing ({ $library }). Run make install in the folder of Hearth.
adapter-none = The config names no platform that can be connected. Write [platforms.telegram] or [platforms.discord] with a token into it, or try the bot with hearth try.
adapter-clock-fast = The clock of this machine is { $seconds } s ahead of the one of { $platform }, and days would be counted wrong. Set it, best by NTP.
adapter-clock-slow = The clock of this machine is { $seconds } s behind the one of { $platform }, and days would be counted wrong. Set it, best by NTP.

# What people are told of a picture that cannot be taken
media-heavy = That picture has { $found } MB, I take up to { $most } MB. Please send a smaller one, for example a screenshot of it.
media-no-picture = I cannot read that as a picture. Please send a PNG, JPEG, WebP or GIF, for example a photo from your camera.
media-lie = That file is called { $claimed } but holds { $found }. Please send it as what it is, for example as a photo instead of a file.
media-broken = That picture is damaged, I cannot read it. Please send it again, for example as a new screenshot.
media-large = That picture has { $width } × { $height } pixels, I take up to { $most } million in all. Please send a smaller one, for example 4000 × 3000.
