{% load built %}{% source "members-messages" %}
