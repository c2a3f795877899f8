help-whisper = 只对提问的人说
example-whisper = /悄悄话 3
whisper-line = { $number } { $words }
whisper-turn = 翻面
whisper-again = 再来
whisper-turned = 翻了
option-words = 话
