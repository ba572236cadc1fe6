# SPDX-License-Identifier: GPL-2.0-or-later
#
# Draws the figures of bench.sh as an SVG: a panel for each kind of figure, a bar for each system. Input: lines of title,
# TCP up, TCP down (Mbit/s), datagrams per second, round-trip time (microseconds), separated by tabs.

BEGIN {
    FS = "\t"
    heading[2] = "TCP up, 1 stream, Gbit/s"; divisor[2] = 1000; digits[2] = 2
    heading[3] = "TCP down, 1 stream, Gbit/s"; divisor[3] = 1000; digits[3] = 2
    heading[4] = "UDP 64 octets, loss < 0.1 %, kpps"; divisor[4] = 1000; digits[4] = 0
    heading[5] = "round trip, median, µs (less is better)"; divisor[5] = 1; digits[5] = 0
}

{
    systems++
    name[systems] = $1
    for (figure = 2; figure <= 5; figure++) {
        value[systems, figure] = $figure / divisor[figure]
        if (value[systems, figure] > most[figure])
            most[figure] = value[systems, figure]
    }
}

END {
    bar = 22; label = 190; length_max = 420; gap = 46
    panel = systems * bar + gap
    height = 4 * panel + 10
    width = label + length_max + 90
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n", width, height
    printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
    for (figure = 2; figure <= 5; figure++) {
        top = (figure - 2) * panel + 30
        printf "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n", top - 10, heading[figure]
        for (i = 1; i <= systems; i++) {
            y = top + (i - 1) * bar
            long = most[figure] > 0 ? value[i, figure] / most[figure] * length_max : 0
            colour = name[i] ~ /^jool-j/ ? "#2b6cb0" : name[i] ~ /^C program/ ? "#a0aec0" : "#718096"
            printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", label - 8, y + 15, name[i]
            printf "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", label, y + 3, long, bar - 6, colour
            printf "<text x=\"%.1f\" y=\"%d\">%.*f</text>\n", label + long + 6, y + 15, digits[figure], value[i, figure]
        }
    }
    print "</svg>"
}
