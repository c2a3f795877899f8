"""The books: functions on a transaction, with the SQL beside the rule."""
