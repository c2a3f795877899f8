help-whisper = say something to the asker alone
example-whisper = /whisper 3
whisper-line = { $number } { $words }
whisper-turn = Turn
whisper-again = Again
whisper-turned = turned
option-words = the words
