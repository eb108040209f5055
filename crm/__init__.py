"""The built-in record types of a CRM, declared for the kernel."""
