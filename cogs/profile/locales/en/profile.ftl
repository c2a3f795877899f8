# A person's own choices

help-language = choose whether you are answered in Chinese or English
example-language = /language en
help-timezone = show or change your time zone; your days follow it
example-timezone = /timezone Europe/London

language-ask = In which language shall I answer you?
language-done = All right, I will answer you in English.
language-name-zh = { "\u4E2D\u6587" }
language-name-en = English

timezone-yours = Your time zone is { $zone }.
timezone-community = You follow the community’s time zone, { $zone }.
timezone-coming = From { $since } on it will be { $zone }.
timezone-ask = To change it, choose one, or send /timezone and its name.
timezone-same = Your time zone is { $zone } already; nothing was changed.
timezone-done = All right, your time zone will be { $zone } from { $since } (in the old one); until then, today goes on as before.
timezone-too-often = The time zone can be changed { $limit } times in 7 days; the next change is possible from { $since } on.

community-chosen = All right, in private chats you now mean { $name }. Please send your command once more.

zone-auckland = Auckland
zone-sydney = Sydney
zone-tokyo = Tokyo
zone-shanghai = Beijing, Shanghai
zone-kolkata = India
zone-dubai = Dubai
zone-moscow = Moscow
zone-paris = Paris, Berlin
zone-london = London
zone-sao_paulo = São Paulo
zone-new_york = New York
zone-chicago = Chicago
zone-los_angeles = Los Angeles
zone-utc = UTC
