# Roles

roles-reason = what the member has reached
