"""Statistics: tables in, tables out; nothing here reads or writes a file."""
