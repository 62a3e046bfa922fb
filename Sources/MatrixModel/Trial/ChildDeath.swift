/// A line of Apache's error log that tells how a child ended on its own.
///
/// Apache tells of its children at level notice, mod_wsgi of its daemon processes at level info (read off the sources of
/// Apache 2.4 and of mod_wsgi 4.9.4 and 6.1.1). Ends that the stop of the server brings about are none.
package struct ChildDeath: Equatable, Sendable {
    package var pid: Int32
    /// Nil when it exited by itself.
    package var signal: Int32?
    package var line: String

    package init?(_ line: String) {
        guard let pid = line.number(behind: "child pid ") ?? line.number(behind: "(pid=") else { return nil }
        if line.contains("exit signal ") {
            // `exit signal Segmentation fault (11), possible coredump in /tmp`
            signal = line.number(behind: "(", after: "exit signal ")
        } else if line.contains("terminated by signal ") {
            signal = line.number(behind: "terminated by signal ")
        } else if line.contains("terminated normally") {
            signal = nil
        } else {
            return nil
        }
        self.pid = pid
        self.line = line
    }
}

extension String {
    fileprivate func number(behind text: String, after start: String = "") -> Int32? {
        let begin = start.isEmpty ? startIndex : firstRange(of: start)?.upperBound ?? startIndex
        guard let range = self[begin...].firstRange(of: text) else { return nil }
        return Int32(self[range.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }
}
