#!/bin/sh
# Decides publicly documented cases; README.md beside this file has the sources.
# `make run` puts the repository's own `xreason` first on the PATH.
set -eu
cd "$(dirname "$0")"

# Runs a command that must end with the given exit code: 0 clean, 1 findings.
expect() {
    wanted=$1
    shift
    printf '\n$ %s\n' "$*"
    found=0
    "$@" || found=$?
    if [ "$found" -ne "$wanted" ]; then
        printf 'this should have ended with exit code %s, not %s\n' "$wanted" "$found" >&2
        exit 1
    fi
}

heading() {
    printf '\n== %s\n' "$*"
}

heading "Booking.com: a breach notified 22 days late. The authority found a violation, and so do we."
expect 1 xreason check booking.yaml -r eu/gdpr \
    --norm gdpr.33.1.notify_authority --norm gdpr.34.1.tell_subjects --proof

heading "What would have complied?"
expect 0 xreason whatif booking.yaml -r eu/gdpr --norm gdpr.33.1.notify_authority

heading "Twitter: late, with reasons. The law leaves the reasons to a person; the authority rejected them."
expect 1 xreason check twitter.yaml -r eu/gdpr --norm gdpr.33.1.notify_authority

heading "A bank's published capital complies with the Basel minimum ratios."
expect 0 xreason check bank-wir.yaml -r int/basel3 \
    --norm basel.cet1 --norm basel.tier1 --norm basel.total --norm basel.leverage

heading "Of the whole standard, the published table settles five norms of eight. What is missing is named."
expect 1 xreason check bank-wir.yaml -r int/basel3
