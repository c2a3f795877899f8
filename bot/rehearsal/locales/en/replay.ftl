replay-no_transcript = The transcript { $path } cannot be read{ $why ->
        [none] {""}
       *[other] {" "}({ $why })
    }.
replay-no_output = { $path } cannot be written{ $why ->
        [none] {""}
       *[other] {" "}({ $why })
    }.
replay-not_empty = The database { $path } is not empty. A replay needs a database of its own: name a file that does not exist yet, or leave out --database.
replay-only_sqlite = A replay keeps its rows in a file: write --database sqlite:///FILE, or leave it out. { $path } is not for that.

export-no_community = There is no community “{ $found }” in the config. It names { $names }.
export-no_member = There is no member “{ $found }”. Write platform:user, such as telegram:42, or the member’s id from an export.
