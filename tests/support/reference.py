"""Slow, obvious twins of the kernels."""

import math
from fractions import Fraction
from itertools import pairwise, takewhile

import numpy as np


def runs_of(values):
    """Start and stop of each run of true values."""
    runs, start = [], None
    for place, value in enumerate([*values, False]):
        if value and start is None:
            start = place
        if not value and start is not None:
            runs.append((start, place))
            start = None
    return runs


def row_runs(mask):
    return [(row, start, stop) for row, line in enumerate(mask) for start, stop in runs_of(line)]


def run_histograms(ink, longest, step):
    black = np.zeros(longest + 1, np.int64)
    pairs = np.zeros((longest + 1, longest + 1), np.int64)
    for column in range(0, ink.shape[1], step):
        values = list(ink[:, column])
        changes = [0] + [r for r in range(1, len(values)) if values[r] != values[r - 1]]
        changes.append(len(values))
        pieces = [(a, b, values[a]) for a, b in pairwise(changes) if b > a]
        for a, b, dark in pieces:
            if not dark or a == 0 or b == len(values):
                continue
            if b - a <= longest:
                black[b - a] += 1
        for n, (a, b, dark) in enumerate(pieces[:-1]):
            _, d, _ = pieces[n + 1]
            if dark and a > 0 and d < len(values) and d - a <= longest:
                pairs[b - a, d - a] += 1
    return black, pairs


def thin_run_profile(ink, strip, thickest):
    height, width = ink.shape
    profile = np.zeros((-(-width // strip), height), np.int32)
    for column in range(width):
        for start, stop in runs_of(ink[:, column]):
            if stop - start <= thickest:
                profile[column // strip, start:stop] += 1
    return profile


def comb_scores(lines, space, tolerance, beyond, between, exact):
    strips, height = lines.shape
    strict, loose = np.zeros((strips, height)), np.zeros((strips, height))

    def half_up(value):
        return int(np.floor(value + 0.5))

    for s in range(strips):
        near = [max(lines[s, max(0, y - tolerance) : y + tolerance + 1]) for y in range(height)]
        for y in range(height - half_up(4 * space)):
            five = [near[y + half_up(k * space)] for k in range(5)]
            own = sum(lines[s, y + half_up(k * space)] for k in range(5)) / 5
            ordered = sorted(five)
            if ordered[2] <= 0:
                continue
            gaps = np.mean([lines[s, y + half_up((k + 0.5) * space)] for k in range(4)])
            above, below = y - half_up(space), y + half_up(5 * space)
            outside = max(
                lines[s, above] if above >= 0 else 0.0,
                lines[s, below] if below < height else 0.0,
            )
            mean = (sum(five) - 0.5 * ordered[0]) / 4.5
            rest = exact * own - beyond * outside - between * gaps
            strict[s, y] = mean * np.sqrt(ordered[1]) + rest
            loose[s, y] = mean * np.sqrt(ordered[2]) + rest
    return strict, loose


def smooth_track(columns, values, reach, noise, rounds):
    result = []
    for i in range(len(values)):
        low, high = max(0, i - reach), min(len(values), i + reach + 1)
        x, y = np.array(columns[low:high]) - columns[i], np.array(values[low:high])
        if len(x) < 3:
            result.append(values[i])
            continue
        weights = np.ones(len(x))
        for _ in range(rounds):
            slope, start = np.polyfit(x, y, 1, w=np.sqrt(weights))
            weights = 1 / np.maximum(1, abs(y - start - slope * x) / noise)
        result.append(start)
    return np.array(result)


def shear_energy(lines, slopes):
    strips, height = lines.shape
    energies = []
    for slope in slopes:
        total = np.zeros(height)
        for s in range(strips):
            shift = int(np.floor((s - strips / 2) * slope + 0.5))
            for y in range(height):
                if 0 <= y + shift < height:
                    total[y] += lines[s, y + shift]
        energies.append((total**2).sum())
    return np.array(energies)


def ink_runs(grey, columns, tops, bottoms, threshold, most):
    lengths = np.zeros((len(columns), most), np.int64)
    for n, column in enumerate(columns):
        if 0 <= column < grey.shape[1]:
            piece = grey[max(0, tops[n]) : max(0, bottoms[n]), column] >= threshold
            for k, (start, stop) in enumerate(runs_of(piece)[:most]):
                lengths[n, k] = stop - start
    return lengths


def resample(ink, height, width, origin, zoom, skew, knots, rows, warp):
    """Box average (or bilinear) at places found by numpy's own interpolation."""
    samples = max(2, int(np.ceil(zoom))) if zoom > 1 else 1
    padded = np.pad(ink, 400).astype(float)
    grey = np.zeros((height, width), np.uint8)
    for row in range(height):
        line = [np.interp(row, rows, warp[:, k]) for k in range(len(knots))]
        for column in range(width):
            level = row + np.interp(column, knots, line)
            y = origin[0] + zoom * (column * np.sin(skew) + level * np.cos(skew))
            x = origin[1] + zoom * (column * np.cos(skew) - level * np.sin(skew))
            if samples == 1:
                top, left = int(np.floor(y)), int(np.floor(x))
                window = padded[top + 400 : top + 402, left + 400 : left + 402]
                across = np.array([1 - (x - left), x - left])
                down = np.array([1 - (y - top), y - top])
                grey[row, column] = int(down @ window @ across * 255 + 0.5)
            else:
                offsets = zoom * ((np.arange(samples) + 0.5) / samples - 0.5)
                r = np.floor(y + offsets + 0.5).astype(int) + 400
                c = np.floor(x + offsets + 0.5).astype(int) + 400
                grey[row, column] = int(padded[np.ix_(r, c)].sum()) * 255 // samples**2
    return grey


def follow_vertical(grey, boxes, threshold, reach, gap):
    result = []
    for top, bottom, left, right in boxes:
        top, bottom = max(0, top), min(len(grey), bottom)
        left, right = max(0, left), min(grey.shape[1], right)
        counts = (grey[top:bottom, left:right] >= threshold).sum(axis=0)
        if not counts.size:
            result.append(((left + right) / 2, top, bottom))
            continue
        best = np.flatnonzero(counts >= 0.8 * counts.max())
        centre = left + best.mean() + 0.5
        middle = min(grey.shape[1] - 1, int(centre))
        inked = (grey[:, max(0, middle - 1) : middle + 2] >= threshold).any(axis=1)
        ends = []
        for step in (-1, 1):
            row = last = (top + bottom) // 2
            missed = 0
            stop = bottom + reach if step > 0 else top - reach - 1
            while 0 <= row < len(grey) and row != stop and missed <= gap:
                if inked[row]:
                    last, missed = row, 0
                elif not top <= row < bottom:
                    missed += 1
                row += step
            ends.append(last)
        result.append((centre, ends[0], ends[1] + 1))
    return np.array(result, float).reshape(-1, 3)


def follow_curves(grey, starts, threshold, near, thickest, gap, look, kink, hidden):
    paths = [
        follow(grey, start, threshold, near, thickest, gap, look, kink, hidden)
        for start in starts.tolist()
    ]
    stops = np.cumsum([0, *map(len, paths)])
    return np.array([point[:3] for path in paths for point in path]).reshape(-1, 3), stops


def follow(grey, start, threshold, near, thickest, gap, look, kink, hidden):
    row, column, *way = start
    heading = math.atan2(*way)
    path, missed, cut, since, before = [], 0.0, 0, None, heading

    def pixel(off):
        down, right = math.sin(heading), math.cos(heading)
        return math.floor(row + off * right), math.floor(column - off * down)

    def dark(off, least):
        y, x = pixel(off)
        return 0 <= y < grey.shape[0] and 0 <= x < grey.shape[1] and grey[y, x] >= least

    def inked(off):
        return dark(off, threshold)

    while missed <= gap and len(path) < 2 * sum(grey.shape):
        down, right = math.sin(heading), math.cos(heading)
        row, column = row + down, column + right
        if not (0 <= row < grey.shape[0] and 0 <= column < grey.shape[1]):
            break
        found = next((o for n in range(near + 1) for o in (n, -n) if inked(o)), None)
        if found is None:
            missed += 0.35 if any(dark(o, hidden) for o in range(-near, near + 1)) else 1
            continue
        above = list(takewhile(inked, range(found + 1, found + thickest + 2)))
        below = list(takewhile(inked, range(found - 1, found - thickest - 2, -1)))
        if len(above) + 1 + len(below) > thickest:
            missed += 1
            continue
        ends = [pixel(found - len(below)), pixel(found + len(above))]
        error = sum((y + 0.5 - row) * right - (x + 0.5 - column) * down for y, x in ends) / 2
        if 2 * missed >= look and missed > 0:
            cut, before, since = len(path), heading, 0
        elif since is not None:
            since += 1
            if since == look:
                since = None
                to = row + error * right - path[cut][0], column - error * down - path[cut][1]
                if abs(math.remainder(math.atan2(*to) - before, 2 * math.pi)) > kink:
                    return path[:cut]
        row, column = row + 0.5 * error * right, column - 0.5 * error * down
        heading += 0.08 * error
        missed = 0.0
        path.append((row, column, len(above) + 1.0 + len(below), heading))
        if len(path) > 2 * look:
            oldest, then = path[-1 - 2 * look][3], path[-1 - look][3]
            if abs(heading - then) > 1.2 * kink and (heading - then) * (then - oldest) < 0:
                return path[:-look]
    if since is not None and missed > gap and cut > 0:
        (y0, x0, *_), (y1, x1, *_) = path[cut - 1], path[cut]
        if math.hypot(y1 - y0, x1 - x0) > gap + 1:
            return path[:cut]
    return path


def line_centres(ink, columns, tops, count, space, half, reach, thickest, least):
    rows = np.full((len(columns), count), np.nan)
    for n, (column, top) in enumerate(zip(columns, tops, strict=True)):
        left, right = max(0, int(column) - half), min(ink.shape[1], int(column) + half)
        for k in range(count):
            low = int(np.floor(top + k * space + 0.5)) - reach
            if low < 0 or low + 2 * reach + 1 > len(ink) or left >= right:
                continue
            window = ink[low : low + 2 * reach + 1, left:right]
            counts = window.sum(axis=0)
            thin = (counts > 0) & (counts <= thickest)
            if thin.sum() < least * (right - left) or not thin.any():
                continue
            weights = window[:, thin].sum(axis=1).astype(float)
            span = max(1, int(thickest / 2))
            sums = [
                weights[max(0, y - span // 2) : y + span // 2 + 1].sum()
                for y in range(len(weights))
            ]
            near = abs(np.arange(len(weights)) - int(np.argmax(sums))) <= span
            rows[n, k] = (
                low + (weights * near * np.arange(len(weights))).sum() / (weights * near).sum()
            )
    return rows


def line_cover(ink, columns, rows, reach):
    """The same with one look at each row."""
    seen = np.zeros(len(columns), bool)
    for off in range(-reach, reach + 1):
        seen |= ink[np.clip(np.rint(rows).astype(int) + off, 0, len(ink) - 1), columns]
    return seen.sum()


def find_peaks(cells, heights, least, shape):
    peaks = []
    for c, k in np.ndindex(heights.shape):
        row, column = divmod(cells[k], shape[1])
        near = [
            n
            for n, cell in enumerate(cells)
            if abs(cell // shape[1] - row) <= 1 and abs(cell % shape[1] - column) <= 1
        ]
        first = max(near, key=lambda n: (heights[c, n], -cells[n]))
        if heights[c, k] >= least[c] and first == k:
            peaks.append((c, k))
    return np.array(peaks, np.int64).reshape(-1, 2)


def follow_comb(scores, strip, row, least, reach, gap, stray):
    """The same walk with lists and numpy's own line fit."""
    strips, height = scores.shape
    track = {strip: row}
    for direction in (-1, 1):
        missed = 0
        s = strip + direction
        while 0 <= s < strips and missed <= gap:
            recent = [(k, track[k]) for k in sorted(track, key=lambda k: direction * k)][-6:]
            slope = np.polyfit(*zip(*recent, strict=True), 1)[0] if len(recent) >= 3 else 0.0
            expected = recent[-1][1] + slope * (s - recent[-1][0])
            room, middle = reach + missed, int(np.floor(expected + 0.5 + 1e-9))
            rows = np.arange(max(0, middle - room), min(height, middle + room + 1))
            if not len(rows):
                break
            best = rows[np.argmax(scores[s, rows] - stray * abs(rows - expected))]
            if scores[s, best] >= least:
                track[s] = float(best)
                missed = 0
            else:
                missed += 1
            s += direction
    result = np.full(strips, -1.0)
    for s, y in track.items():
        result[s] = y
    return result


def pair_runs(columns, thickest, least, most):
    pairs = []
    for x, column in enumerate(columns):
        runs = runs_of(column)
        for (a, b), (c, d) in pairwise(runs):
            if b - a <= thickest and d - c <= thickest and least <= c - b <= most:
                pairs.append((x, a + b - 1, c + d - 1))
    return np.array(pairs, np.int64).reshape(-1, 3)


def link_pairs(pairs, reach, slack):
    chains, free = [], set()
    for i, pair in enumerate(pairs):
        candidates = []
        for j in free:
            steps, off = pair[0] - pairs[j][0], abs(pair[1:] - pairs[j][1:])
            if 0 < steps <= reach and off.max() <= slack * steps:
                candidates.append((steps, off.sum(), -j))
        if candidates:
            best = -min(candidates)[2]
            free.remove(best)
            chains.append(chains[best])
        else:
            chains.append(max(chains, default=-1) + 1)
        free.add(i)
    return np.array(chains, np.int64)


def clear_line(grey, row, half, left, right, threshold, trace):
    result = grey.copy()
    for column in range(left, right):
        inked = [bool(v >= threshold) for v in grey[row - half - 1 : row + half + 1, column]]
        for place in range(1, len(inked) - 1):
            if not all(inked[: place + 1]) and not all(inked[place:]):
                result[row - half - 1 + place, column] = trace if inked[place] else 0
    return result


def nearest_runs(labels, wanted, columns, rows, reach, gap):
    found = []
    for label, column, row in zip(wanted, columns, rows, strict=True):
        runs = []
        for place in range(len(labels)):
            inside = np.floor(row - reach) <= place <= np.floor(row + reach)
            if not label or not 0 <= column < labels.shape[1] or not inside:
                continue
            if labels[place, column] == label:
                if runs and place - runs[-1][1] <= gap:
                    runs[-1][1] = place
                else:
                    runs.append([place, place])
        away = [max(top - row, row - bottom - 1, 0) for top, bottom in runs]
        best = runs[away.index(min(away))] if runs else [0, -1]
        found.append((best[0], best[1] + 1))
    return np.array(found, np.int64).reshape(-1, 2)


def clear_track(shape, rows, reach):
    taken = np.zeros(shape, bool)
    seen = [strip for strip, row in enumerate(rows) if row >= 0]
    for strip in range(min(seen, default=0), max(seen, default=-1) + 1):
        first = max(s for s in seen if s <= strip)
        last = min(s for s in seen if s >= strip)
        way = Fraction(strip - first, max(1, last - first))
        row = rows[first] + way * (rows[last] - rows[first])
        low, high = int(row - Fraction(reach)), int(row + Fraction(reach))
        taken[strip, max(0, low) : max(0, high)] = True
    return taken
