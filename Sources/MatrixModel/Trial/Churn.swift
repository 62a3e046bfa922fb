extension LeakJudge {
    /// The most new connections a request that a client with a pool makes.
    package static let mostNewConnections = 0.05

    /// New connections a request that did not stay: a client that is opened and collected for each request.
    func churn(in judged: ArraySlice<Sample>) -> Finding? {
        guard let first = judged.first, let last = judged.last, let before = first.server, let after = last.server,
            last.requests > first.requests
        else { return nil }
        let requests = Double(last.requests - first.requests)
        let opened = Double(after.totalConnections - before.totalConnections)
        let stayed = max(0, Double(after.currentConnections - before.currentConnections))
        // What would have been opened without a request is no client's a request: CPython before 3.10 lets a sub-interpreter's
        // monitors miss their own time-outs (`socket.timeout` is another one's class), and they connect again and again.
        let idle = idleConnectionRate * (last.seconds - first.seconds)
        // What stayed is a leak's, and is told there.
        guard (opened - stayed - idle) / requests > Self.mostNewConnections else { return nil }
        let rate = opened / requests
        return Finding(
            .churn,
            evidence:
                "\(decimal(opened)) new connections at the MongoDB server over the last \(decimal(requests)) requests, "
                + "\(decimal(rate, places: 2)) a request, of which \(decimal(stayed)) stayed open: a client with a pool "
                + "makes none once it is warm, so one is made and thrown away again and again",
            figures: ["rate": rate, "opened": opened, "stayed": stayed, "requests": requests])
    }
}
