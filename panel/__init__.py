"""Mesa: where a panel of social enterprises discusses, writes, decides and sends."""
