# 几个回答合成一条

joined-line = { $name }：{ $said }
joined-two = { $first }{ $then }
