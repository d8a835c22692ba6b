"""What `dooryard bench liaison` does: a room with a team, and people who write to it at once."""
