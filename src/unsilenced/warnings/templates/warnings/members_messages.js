{% load built %}self.words = {{ words }};
{% source "members-messages" %}
