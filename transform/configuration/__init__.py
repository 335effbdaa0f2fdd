"""What the office's configuration files say, or every reason why one cannot be used."""
