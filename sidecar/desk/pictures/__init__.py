"""Pictures that employees upload: taken apart, put together anew, served to everybody."""
