"""The plan register: what documents say of goals, measures, decisions and who answers for what."""
