"""How the pages of the documentation are made."""
