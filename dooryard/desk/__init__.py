"""What every room that writes shares: the audit log first, accounts and roles later."""
