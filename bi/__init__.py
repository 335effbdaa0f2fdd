"""The office's 30 questions, one SQL file each, and the guide that is made from them and from the measures' definitions."""
