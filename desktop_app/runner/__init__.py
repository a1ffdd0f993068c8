"""The thread boundary; nothing else touches QThread."""
