"""How objects and fields are defined over REST, one room per dialect."""
