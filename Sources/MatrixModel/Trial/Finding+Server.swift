extension Finding {
    /// The longest that a healthy server takes to stop.
    package static let longestStop: Duration = .milliseconds(2_500)

    /// Apache took too long to stop; nil when it did not.
    ///
    /// - Parameters:
    ///   - seconds: from the signal to the end of the last of its processes.
    ///   - killed: whether SIGKILL had to end one of them.
    ///   - withoutDriver: how long the same server took with an application that imports no driver, when that was tried:
    ///     tells whom to blame.
    package static func shutdownHang(
        seconds: Double, killed: Bool, withoutDriver: Double? = nil
    ) -> Finding? {
        let limit = Double(longestStop.components.seconds) + Double(longestStop.components.attoseconds) / 1e18
        guard killed || seconds > limit else { return nil }
        var evidence =
            killed
            ? "Apache did not stop by itself: after \(decimal(seconds, places: 1)) s SIGKILL ended it"
            : "Apache took \(decimal(seconds, places: 1)) s to stop, more than \(decimal(limit, places: 1)) s"
        if let withoutDriver {
            let isSlowToo = withoutDriver > limit
            evidence +=
                "; with nothing but the probe it took \(decimal(withoutDriver, places: 1)) s, so "
                + (isSlowToo
                    ? "the application and its driver are not the cause"
                    : "the application or its driver has to do with it")
        }
        var figures = ["seconds": seconds, "killed": killed ? 1 : 0]
        figures["secondsWithoutDriver"] = withoutDriver
        return Finding(.shutdownHang, evidence: evidence, figures: figures)
    }

    /// The driver runs without its C extension in these sub-interpreters, of all that were asked; nil when there are none.
    package static func noCExtension(
        in interpreters: [String], of all: Int, driver: String
    ) -> Finding? {
        guard !interpreters.isEmpty else { return nil }
        let names = interpreters.map { "`\($0)`" }.joined(separator: ", ")
        return Finding(
            .noCExtension,
            evidence: "`has_c()` of \(driver) is false in \(interpreters.count) of \(all) sub-interpreters (\(names))"
                + "; the driver works there in pure Python, which is not what was built",
            figures: ["interpreters": Double(interpreters.count), "asked": Double(all)])
    }
}
