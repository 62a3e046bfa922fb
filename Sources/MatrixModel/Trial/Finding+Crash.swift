extension Finding {
    /// A worker process is gone.
    ///
    /// - Parameters:
    ///   - pid: the process that died.
    ///   - successor: the one that has taken its place, if any.
    ///   - signal: what ended it, if the log tells; nil when it ended by itself.
    ///   - log: the server's line about it, such as `child pid 12 exit signal Segmentation fault (11)`.
    ///   - backtrace: of C and of Python, when there was a debugger to make one.
    ///   - allAnswered: whether every request had a good answer all the same.
    package static func crash(
        pid: Int32, successor: Int32? = nil, signal: Int32? = nil, log: String? = nil, backtrace: String? = nil,
        allAnswered: Bool
    ) -> Finding {
        var evidence = "worker process \(pid) died"
        if let signal { evidence += " of \(signalName(signal))" }
        if let successor { evidence += ", and process \(successor) took its place" }
        evidence += allAnswered ? "; all responses were good, so no client has noticed" : ""
        if let log { evidence += "; the server's log: \(oneLine(log))" }
        if let backtrace { evidence += "; backtrace:\n\(backtrace)" }
        var figures = ["pid": Double(pid)]
        figures["successor"] = successor.map(Double.init)
        figures["signal"] = signal.map(Double.init)
        return Finding(.crash, evidence: evidence.capitalisedFirst, figures: figures)
    }

    /// Worker processes that were there before and are not any more, each as a crash; the log's lines say of what.
    ///
    /// Lines are matched by the process's number, and by nothing else: another child's death is another finding.
    package static func crashes(
        before: [Int32], after: [Int32], log: [String], backtraces: [Int32: String] = [:], allAnswered: Bool
    ) -> [Finding] {
        let deaths = log.compactMap(ChildDeath.init)
        let gone = before.filter { !after.contains($0) }
        // Who came and died between the two looks is only in the log.
        let betweenLooks = deaths.map(\.pid).filter { !before.contains($0) }
        let newcomers = after.filter { !before.contains($0) }
        var seen: Set<Int32> = []
        return (gone + betweenLooks).filter { seen.insert($0).inserted }.map { pid in
            let own = deaths.filter { $0.pid == pid }
            let death = own.first { $0.signal != nil } ?? own.first
            return crash(
                // With several of each nobody can tell who took whose place.
                pid: pid, successor: gone == [pid] && newcomers.count == 1 ? newcomers[0] : nil, signal: death?.signal,
                log: death?.line, backtrace: backtraces[pid], allAnswered: allAnswered)
        }
    }
}
