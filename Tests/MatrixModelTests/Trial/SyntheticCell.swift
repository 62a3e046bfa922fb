@testable import MatrixModel

/// Samples of a cell that never was: each figure is a function of the requests, plus noise from a seed.
struct SyntheticCell {
    var step = 25
    var requests = 2_000
    var pids: [Int32] = [4_242]
    /// How many requests each process is ahead of the one before it.
    var lag = 0.0
    var descriptors: (Double) -> Double = { _ in 34 }
    var threads: (Double) -> Double = { _ in 18 }
    var kilobytes: (Double) -> Double = { _ in 41_000 }
    var connections: (Double) -> Double = { _ in 23 }
    var opened: (Double) -> Double = { _ in 23 }
    var cursors: (Double) -> Double = { _ in 0 }

    var samples: [Sample] {
        stride(from: 0, through: requests, by: step).map { request in
            let x = Double(request)
            let processes = pids.enumerated().map { index, pid in
                let x = x + Double(index) * lag
                return Sample.Process(
                    pid: pid, descriptors: Int(descriptors(x).rounded(.down)), threads: Int(threads(x).rounded(.down)),
                    residentKilobytes: Int(kilobytes(x)))
            }
            return Sample(
                requests: request, seconds: x / 100, processes: processes,
                server: Sample.Server(
                    currentConnections: Int(connections(x).rounded(.down)), totalConnections: Int(opened(x)),
                    openCursors: Int(cursors(x).rounded(.down))))
        }
    }

    var findings: [Finding] { LeakJudge(samples).findings }
}

/// Noise that is the same for the same place.
func noise(_ seed: UInt64, _ x: Double, _ range: ClosedRange<Double>) -> Double {
    var generator = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(x))
    return Double.random(in: range, using: &generator)
}
