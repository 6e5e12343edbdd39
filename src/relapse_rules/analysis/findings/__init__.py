"""What is wrong with a policy though every formula of it makes sense; one file a finding."""
