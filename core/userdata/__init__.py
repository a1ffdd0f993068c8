"""The user's own data: files read with bounded memory, and what was understood of them."""
