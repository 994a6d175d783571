"""From passages to ranked evidence."""
