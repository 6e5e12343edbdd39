"""Tables of records: columns validated and encoded whole, by the rules of single records."""
