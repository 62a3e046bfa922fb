/// Says from the samples of a measurement whether something grows with the requests.
///
/// Judged is the last half of the measurement, at a length that was fixed before: whoever asks again after every sample
/// will sooner or later be told of a leak. A measurement may only stop early when `isObvious` says so.
package struct LeakJudge: Sendable {
    private let samples: [Sample]
    let idleConnectionRate: Double

    /// `idleConnectionRate` is how many new connections a second the servers saw while no request was sent.
    package init(_ samples: [Sample], idleConnectionRate: Double = 0) {
        self.samples = samples
        self.idleConnectionRate = idleConnectionRate
    }

    /// The least that the last half must hold to be judged.
    package static let leastSamples = 8
    package static let leastRequests = 600

    /// The samples of the last half of the requests; nil when they are too few to say anything.
    package var window: ArraySlice<Sample>? {
        guard let last = samples.last?.requests,
            let start = samples.firstIndex(where: { $0.requests * 2 >= last })
        else { return nil }
        let window = samples[start...]
        let isEnough = window.count >= Self.leastSamples && last - samples[start].requests >= Self.leastRequests
        return isEnough ? window : nil
    }

    /// Whether waiting for more samples can change nothing: something countable grows by more than one every second request,
    /// far beyond any pool that fills up.
    ///
    /// No healthy cell has more than 31 connections on three members; three times that, all but without a step back, is none.
    package var isObvious: Bool {
        guard samples.count >= Self.leastSamples else { return false }
        // Asked after every sample: slopes are for what has risen so far.
        return series(in: samples[...]).contains { quantity, place, series in
            guard quantity != .memory, series.rise >= 100 else { return false }
            let growth = Growth(quantity, place, series)
            return growth.slope > 0.5 && growth.tau >= 0.9 && growth.isSteady
        }
    }

    /// Empty when nothing leaks and nothing churns, and when there is too little to tell: ask for `window` before a pass.
    package var findings: [Finding] {
        guard let judged = window ?? (isObvious ? samples[...] : nil) else { return [] }
        let leaks = growths(in: judged).filter(\.isLeak)
        let leak = LeakEvidence(leaks: leaks, judged: judged)?.finding
        return [leak, churn(in: judged)].compactMap { $0 }
    }

    /// How everything moved in `samples`, the most telling quantity first.
    func growths(in samples: ArraySlice<Sample>) -> [Growth] { series(in: samples).map(Growth.init) }

    private func series(in samples: ArraySlice<Sample>) -> [(Quantity, Growth.Place, Series)] {
        let x = samples.map { Double($0.requests) }
        let servers = samples.compactMap(\.server)
        let pids = steadyPids(in: samples)
        let areAllSteady = samples.allSatisfy { $0.processes.count == pids.count }
        return Quantity.allCases.flatMap { quantity -> [(Quantity, Growth.Place, Series)] in
            if quantity.isServers {
                guard servers.count == samples.count else { return [] }
                return [(quantity, .server, Series(x: x, y: servers.map(quantity.value)))]
            }
            let columns = pids.map { pid in
                samples.map { sample in sample.processes.first { $0.pid == pid }.map(quantity.value) ?? 0 }
            }
            let each = zip(pids, columns).map { (quantity, Growth.Place.process($0), Series(x: x, y: $1)) }
            guard areAllSteady, pids.count > 1 else { return each }
            // A leak that many processes share can be too slow in each of them.
            let sums = x.indices.map { index in columns.reduce(0) { $0 + $1[index] } }
            return [(quantity, .allProcesses(pids.count), Series(x: x, y: sums))] + each
        }
    }

    /// Who is in every sample: figures of a process and of the one that took its place make a slope that nobody has.
    private func steadyPids(in samples: ArraySlice<Sample>) -> [Int32] {
        guard let first = samples.first else { return [] }
        return first.processes.map(\.pid).filter { pid in
            samples.allSatisfy { sample in sample.processes.contains { $0.pid == pid } }
        }
    }
}
