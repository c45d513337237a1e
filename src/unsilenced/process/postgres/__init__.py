"""The PostgreSQL server: the embedded one, as a part or as a service, and poolers before one."""
