"""One small decision that every engine makes: `policies/tier.policy.yaml` says which."""
