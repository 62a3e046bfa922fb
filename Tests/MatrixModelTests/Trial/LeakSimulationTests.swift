import Testing

@testable import MatrixModel

/// Made-up cells of every shape that was seen or feared, two dozen seeds each; five hundred were tried: how often the judge is wrong.
struct LeakSimulationTests {
    static let seeds: Range<UInt64> = 1..<25

    enum Healthy: String, CaseIterable {
        case plateau, latePlateau, earlyPlateau, saturatingMemory, oneStepOfMemory, twoStepsOfMemory, noisyMemory
        case secondMonitors, twoTimesSecondMonitors, flickeringConnections, memorySawtooth

        func cell(_ seed: UInt64) -> SyntheticCell {
            var cell = SyntheticCell()
            cell.requests = [1_250, 2_000, 4_000][Int(seed % 3)]
            cell.step = seed.isMultiple(of: 2) ? 25 : 50
            let end = Double(cell.requests)
            let at = noise(seed, 1, 0...end)
            let other = noise(seed, 2, 0...end)
            switch self {
            case .plateau: break
            // A pool that is full somewhere in the judged half: what a prime that was too short leaves to be done.
            case .latePlateau:
                let full = noise(seed, 3, (end * 0.5)...(end * 0.7))
                cell.connections = { 8 + 15 * min(1, $0 / full) }
                cell.descriptors = { 19 + 15 * min(1, $0 / full) }
            case .earlyPlateau:
                cell.connections = { 8 + 15 * min(1, $0 / (end * 0.45)) }
                cell.descriptors = { 19 + 15 * min(1, $0 / (end * 0.45)) }
            case .saturatingMemory:
                let constant = noise(seed, 4, 50...400)
                cell.kilobytes = { 41_000 + 4_000 * (1 - exponential(-$0 / constant)) + noise(seed, $0, 0...40) }
            case .oneStepOfMemory:
                let size = noise(seed, 5, 132...4_000)
                cell.kilobytes = { 41_000 + ($0 > at ? size : 0) + noise(seed, $0, 0...40) }
            case .twoStepsOfMemory:
                let size = noise(seed, 5, 132...2_000)
                cell.kilobytes = { 41_000 + ($0 > at ? size : 0) + ($0 > other ? size : 0) + noise(seed, $0, 0...40) }
            case .noisyMemory: cell.kilobytes = { 41_000 + noise(seed, $0, 0...3_000) }
            case .secondMonitors: cell.descriptors = { 34 + ($0 > at ? 6 : 0) }
            case .twoTimesSecondMonitors: cell.descriptors = { 34 + ($0 > at ? 3 : 0) + ($0 > other ? 3 : 0) }
            case .flickeringConnections: cell.connections = { 23 + noise(seed, $0, -2...3) }
            case .memorySawtooth:
                let period = noise(seed, 6, 100...900)
                cell.kilobytes = { 41_000 + $0.truncatingRemainder(dividingBy: period) * 4 + noise(seed, $0, 0...40) }
            }
            return cell
        }
    }

    @Test(arguments: Healthy.allCases) func aHealthyCellIsSilent(shape: Healthy) {
        let alarms = Self.seeds.filter { !shape.cell($0).findings.isEmpty }
        #expect(alarms.isEmpty, "\(shape.rawValue): \(alarms.count) of \(Self.seeds.count), seeds \(alarms)")
    }

    @Test(arguments: Healthy.allCases) func aHealthyCellIsNeverObvious(shape: Healthy) {
        let alarms = Self.seeds.filter { LeakJudge(shape.cell($0).samples).isObvious }
        #expect(alarms.isEmpty, "\(shape.rawValue): seeds \(alarms)")
    }

    enum Leaking: String, CaseIterable {
        case everyTwentiethConnection, everyHundredthConnection, atTheLimit, oneAThread, clientARequest
        case cursorARequest, kilobytes28, kilobytes93, kilobytes2InSteps, kilobytes5UnderSawtooth, randomDescriptors
        case severalProcesses, underFlicker

        func cell(_ seed: UInt64) -> SyntheticCell {
            var cell = SyntheticCell()
            cell.requests = [1_250, 2_000, 4_000][Int(seed % 3)]
            cell.step = seed.isMultiple(of: 2) ? 25 : 50
            let phase = noise(seed, 1, 0...1)
            switch self {
            case .everyTwentiethConnection: cell.descriptors = { 34 + 0.10 * $0 + phase }
            case .everyHundredthConnection: cell.descriptors = { 34 + 0.01 * $0 + phase }
            case .atTheLimit: cell.descriptors = { 34 + 0.006 * $0 + phase }
            case .oneAThread: cell.threads = { 18 + $0 }
            case .clientARequest:
                cell.descriptors = { 34 + 3 * $0 }
                cell.connections = { 23 + 3 * $0 }
                cell.opened = { 23 + 3 * $0 }
            case .cursorARequest: cell.cursors = { $0 }
            case .kilobytes28: cell.kilobytes = { 41_000 + 28 * $0 + noise(seed, $0, 0...2_000) }
            case .kilobytes93: cell.kilobytes = { 41_000 + 93 * $0 + noise(seed, $0, 0...4_000) }
            case .kilobytes2InSteps:
                cell.kilobytes = { 41_000 + ((2 * $0 / 132 + phase).rounded(.down)) * 132 + noise(seed, $0, 0...40) }
            case .kilobytes5UnderSawtooth:
                let period = noise(seed, 2, 50...150)
                cell.kilobytes = { 41_000 + 5 * $0 + $0.truncatingRemainder(dividingBy: period) * 4 }
            case .randomDescriptors:
                var generator = SplitMix64(seed: seed)
                let times = (0..<cell.requests).filter { _ in Double.random(in: 0..<1, using: &generator) < 0.05 }
                cell.descriptors = { x in 34 + Double(times.count { Double($0) < x }) }
            case .severalProcesses:
                // Too slow in each of three.
                cell.pids = [4_242, 4_243, 4_244]
                cell.lag = 83
                cell.descriptors = { 34 + 0.004 * $0 + phase }
            case .underFlicker: cell.connections = { 23 + 0.05 * $0 + noise(seed, $0, -2...3) }
            }
            return cell
        }
    }

    @Test(arguments: Leaking.allCases) func aLeakIsCalled(shape: Leaking) {
        let missed = Self.seeds.filter { seed in !shape.cell(seed).findings.contains { $0.kind == .leak } }
        #expect(missed.isEmpty, "\(shape.rawValue): \(missed.count) of \(Self.seeds.count), seeds \(missed)")
    }

    @Test func withoutAskingHowItGrewHealthyCellsWouldBeCalledLeaking() {
        let alarms = Healthy.allCases.map { shape in
            Self.seeds.count { seed in
                let judge = LeakJudge(shape.cell(seed).samples)
                return judge.growths(in: judge.window ?? []).contains(where: \.exceedsThresholds)
            }
        }
        #expect(alarms.contains { $0 > 0 }, "\(zip(Healthy.allCases, alarms).map { "\($0.rawValue): \($1)" })")
    }
}

/// e to the power of a number that is not positive; no library is needed for that.
private func exponential(_ power: Double) -> Double {
    let small = power / 1_024
    let base = 1 + small + small * small / 2
    return (0..<10).reduce(base) { value, _ in value * value }
}
