/**
 * Returns the frequency with the most energy in a mono signal, in Hz.
 *
 * @param samples the signal. The number of samples must be a power of two.
 */
export function findDominantFrequency(samples: Float32Array, sampleRate: number): number {
  const size = samples.length;
  const real = samples.map(
    (sample, i) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)),
  );
  const power = powerSpectrum(real);
  let best = 1;
  for (let bin = 2; bin < size / 2 - 1; bin++) {
    if ((power[bin] ?? 0) > (power[best] ?? 0)) best = bin;
  }
  // A parabola through the highest bin and its neighbours finds a peak between two bins.
  const [below, top, above] = [best - 1, best, best + 1].map((bin) =>
    Math.log((power[bin] ?? 0) + Number.MIN_VALUE),
  ) as [number, number, number];
  const bend = below - 2 * top + above;
  const offset = bend === 0 ? 0 : (below - above) / (2 * bend);
  return ((best + offset) * sampleRate) / size;
}

/** Returns the squared magnitude of each bin, with a radix-2 FFT of a real signal. */
function powerSpectrum(signal: Float32Array): Float64Array {
  const size = signal.length;
  const bits = Math.log2(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i++) re[reverseBits(i, bits)] = signal[i] ?? 0;
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((-Math.PI * k) / half);
      const sin = Math.sin((-Math.PI * k) / half);
      for (let a = k; a < size; a += half * 2) {
        const b = a + half;
        const turnedRe = (re[b] ?? 0) * cos - (im[b] ?? 0) * sin;
        const turnedIm = (re[b] ?? 0) * sin + (im[b] ?? 0) * cos;
        re[b] = (re[a] ?? 0) - turnedRe;
        im[b] = (im[a] ?? 0) - turnedIm;
        re[a] = (re[a] ?? 0) + turnedRe;
        im[a] = (im[a] ?? 0) + turnedIm;
      }
    }
  }
  return re.map((value, i) => value ** 2 + (im[i] ?? 0) ** 2);
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}
