"""The Slack bot: who asks where, what they may see there, and the answer as Slack shows it."""
