"""What the reader sees: answers, briefings and checks as terminal text, markdown and JSON."""
