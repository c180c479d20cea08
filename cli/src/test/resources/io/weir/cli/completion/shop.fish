# fish completion of shop
complete -c shop -f
complete -c shop -n '__fish_use_subcommand' -a 'buy' -d 'Buys what\'s there'
complete -c shop -n '__fish_use_subcommand' -a 'show' -d 'Shows what there is'
complete -c shop -n '__fish_seen_subcommand_from buy' -a 'small large'
complete -c shop -n '__fish_seen_subcommand_from buy' -s c -l colour -x -a 'red green' -d 'red or green'
complete -c shop -n '__fish_seen_subcommand_from buy' -l list -r -F -d 'Files to read'
complete -c shop -n '__fish_seen_subcommand_from buy' -l note -x -d 'It\'s for the seller'
complete -c shop -n '__fish_seen_subcommand_from buy' -l wrap -d 'Wrapped'
complete -c shop -n '__fish_seen_subcommand_from show; and not __fish_seen_subcommand_from goods' -a 'goods' -d 'All goods'
complete -c shop -n '__fish_seen_subcommand_from show; and __fish_seen_subcommand_from goods' -l new -d 'Only new ones'
