/** Shows the figures of a call. */

const unit = (value, text) => value === null || value === undefined ? '–' : `${value}${text}`;

const STAGES = {
  transport: 'speech in, voice and frames out, for one frame',
  audio: 'hearing the speech of one frame',
  motion: 'moving the face for one frame',
  picture: 'drawing one frame',
};

/** [name, value, what it means] */
function rows(s) {
  return [
    ['Frames', unit(s.fps === null ? null : Math.round(s.fps), ' fps'), 'frames a second, as decoded here'],
    ['Size', s.width ? `${s.width}×${s.height}` : '–', 'of the picture'],
    ['Bitrate', unit(s.kbps, ' kb/s'), 'sound and picture'],
    ['Round trip', unit(s.roundTripMs, ' ms'), 'network, there and back'],
    ['Loss', unit(s.lossPercent, ' %'), 'packets that did not arrive'],
    ['Jitter', unit(s.jitterMs, ' ms'), 'of the picture\'s packets'],
    ['Freezes', unit(s.freezes, ''), 'since the call began'],
    ['A/V offset', unit(s.avOffsetMs, ' ms'), 'sound ahead of picture, by this browser\'s buffers'],
    ['Latency', unit(s.latencyMs, ' ms'), 'from your speech to the lips: round trip, portrait delay, buffers here'],
    ['Portrait delay', unit(s.delayMs, ' ms'), 'from your speech to the portrait\'s, in the server'],
    ['Frame time', unit(s.generateMsP95 === null ? null : Math.round(s.generateMsP95), ' ms'),
      'to make one frame, 95th percentile'],
    ...Object.entries(s.stageMs ?? {}).map(([stage, ms]) => [`– ${stage}`, `${ms.toFixed(1)} ms`, STAGES[stage]]),
    ['Target', `${unit(s.targetFramesPerSecond, ' fps')}${s.sizeDivisor > 1 ? ', smaller' : ''}`,
      'pictures that the server means to send; fewer and smaller ones when machine or network carry no more'],
    ['Dropped', unit(s.framesDropped, ''), 'frames that the server left out'],
  ];
}

export function showStats(stats, list, line) {
  list.replaceChildren(...rows(stats).flatMap(([name, value, meaning]) => {
    const term = Object.assign(document.createElement('dt'), { textContent: name, title: meaning });
    const data = Object.assign(document.createElement('dd'), { textContent: value });
    return [term, data];
  }));
  line.textContent = [stats.sizeDivisor > 1 || stats.targetFramesPerSecond < 25 && stats.targetFramesPerSecond !== null
    ? `overloaded: ${stats.targetFramesPerSecond} fps asked for` : null, stats.fps === null ? null : `${Math.round(stats.fps)} fps`,
    stats.delayMs === null ? null : `${stats.delayMs} ms delay`,
    stats.roundTripMs === null ? null : `${stats.roundTripMs} ms round trip`].filter(Boolean).join(' · ');
}
