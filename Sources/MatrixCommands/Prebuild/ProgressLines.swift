import MatrixModel
import SystemPackage

/// A run of builds on a terminal: a line for each that is under way, and a bar for the whole.
struct ProgressLines {
    var status: PrebuildStatus
    var now: Duration
    var jobs: Int
    var jobsInUse: Int
    /// What a build printed last, from its log; nil where that is not asked for.
    var lastLine: ((FilePath) -> String?)?

    private static let barWidth = 24

    var lines: [String] {
        guard status.done < status.total else { return [] }
        let names = status.running.map { "\($0.node)" }
        let width = names.map(\.count).max() ?? 0
        var lines = zip(status.running, names).flatMap { build, name in
            let padding = String(repeating: " ", count: width - name.count)
            let printed = build.log.flatMap { lastLine?($0) }.map { ["  " + $0] } ?? []
            return ["\(name)\(padding)  \(Self.text(now - build.since))  \(build.phase)"] + printed
        }
        if !status.fetching.isEmpty { lines.append("fetching " + status.fetching.joined(separator: ", ")) }
        return lines + [summary]
    }

    private var summary: String {
        let share = status.share(at: now)
        let filled = min(Self.barWidth, Int(share * Double(Self.barWidth)))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
        let failed = status.failed > 0 ? ", \(status.failed) failed" : ""
        let left = status.timeLeft(at: now, jobs: jobs).map { ", about \(Self.text($0)) to go" } ?? ""
        return "[\(bar)] \(status.done) of \(status.total) builds\(failed), \(jobsInUse) of \(jobs) jobs\(left)"
    }

    /// `4 s`, `1:07`, `2:05:00`.
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 60 { return "\(seconds) s" }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
    }
}
