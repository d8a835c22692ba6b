"""What people write, on a real server: searched for, killed, without room, with answers that are lost on the way."""
