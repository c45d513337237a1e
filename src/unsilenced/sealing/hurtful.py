"""Words of the list that no new receipt holds, because they could hurt whoever writes them down.

The whole list was read, each word as somebody reads it who was attacked, on a note that somebody
else may find. A word goes if in doubt: the others leave enough. Receipts from before may hold these
words, and are read as they always were.
"""

from __future__ import annotations

REMOVED: dict[str, str] = {
    "violence": (
        "abuse acid assault attack battle blast bomb bullet cage chase cruel crush damage "
        "danger destroy fatal force grab harsh hunt hurt inflict injury kick knock punch "
        "push riot rough shoot shove siege slam spike squeeze sting strike struggle target trap "
        "vicious warfare whip wreck wrestle"
    ),
    "weapons": "aim armed arrow blade cannon club gun hammer knife pistol razor rifle sword weapon",
    "illness and death": (
        "addict alcohol blind blood bone chronic crack crash demise disease dose exhaust expire "
        "faint fever fragile hospital ill illness pill sick skull suffer symptom virus"
    ),
    "police, courts and prison": (
        "accuse arrest crime deputy enforce evidence execute guard guilt illegal inmate "
        "inquiry judge law lawsuit legal patrol penalty police prison sentence sheriff suspect "
        "trial witness"
    ),
    "papers and borders": "alien border citizen exile permit visa",
    "fear and grief": (
        "abandon afraid alarm alone anger angry anxiety awful betray bitter bleak broken burden "
        "cancel chaos cry defy despair divorce empty enemy escape evil flee frown frozen "
        "fury gasp ghost gloom grief hazard horror jealous lonely mercy misery monster neglect "
        "panic poverty problem regret reject risk sad sadness scare scorpion shadow shiver shock "
        "sorry spy tragic trouble unable unfair unhappy upset vanish worry"
    ),
    "blame, shame and disbelief": (
        "absurd awkward blame cheap crazy critic deny dirt dismiss dumb excuse expose false fat "
        "fault fiction foil garbage gossip innocent insane junk lazy liar mad mistake moral naive "
        "nasty negative odor pig rude trash ugly useless waste weird wrong"
    ),
    "power over somebody": "bind impose master obey oblige rebel rival soldier submit",
    "the work": "alley body client crawl exotic hire hotel kiss meat price purchase skin trick",
}
"""The removed words, by the reason."""

HURTFUL = frozenset(word for words in REMOVED.values() for word in words.split())
