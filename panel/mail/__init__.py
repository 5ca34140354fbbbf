"""Letters: what Mesa writes to people outside of its pages. They are carried by `panel/sending`."""
