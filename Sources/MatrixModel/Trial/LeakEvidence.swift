/// The leaks of one measurement as one finding: what grows together is most often one leak.
struct LeakEvidence {
    private let lead: Growth
    private let others: [Growth]
    private let requests: Int
    private let allRequests: Int
    private let samples: Int

    /// Nil without a leak.
    init?(leaks: [Growth], judged: ArraySlice<Sample>) {
        guard let lead = leaks.first, let first = judged.first, let last = judged.last else { return nil }
        self.lead = lead
        others = Array(leaks.dropFirst())
        requests = last.requests - first.requests
        allRequests = last.requests
        samples = judged.count
    }

    var finding: Finding {
        var figures = [
            "slope": lead.slope, "tau": lead.tau, "rise": lead.rise, "requests": Double(requests),
            "samples": Double(samples),
        ]
        for growth in [lead] + others where !growth.place.isSum || growth == lead {
            let name = growth.place.figureName + growth.quantity.rawValue
            figures["\(name).slope"] = growth.slope
            figures["\(name).tau"] = growth.tau
            figures["\(name).rise"] = growth.rise
        }
        return Finding(.leak, evidence: evidence, figures: figures)
    }

    private var evidence: String {
        let quantity = lead.quantity
        let stretch =
            "over the last \(decimal(Double(requests))) of \(decimal(Double(allRequests))) requests (\(samples) samples)"
        let first =
            "\(quantity.title) \(lead.place.owner) \(quantity == .memory ? "leaks" : "leak") \(stretch): from \(quantity.text(lead.first, places: 0)) to "
            + "\(quantity.text(lead.last, places: 0)), \(rate(lead)) (Theil–Sen slope; Kendall tau "
            + "\(decimal(lead.tau, places: 2)), where 1 is growth without a step back)"
        let rest = others.map { "\($0.quantity.title) \($0.place.owner) \(rate($0))" }
        let together = rest.isEmpty ? "" : "; with it grow " + rest.joined(separator: ", ")
        return first.prefix(1).uppercased() + first.dropFirst() + together
    }

    private func rate(_ growth: Growth) -> String {
        "\(growth.quantity.text(growth.slope, places: 3)) a request"
    }
}

extension Growth.Place {
    fileprivate var owner: String {
        switch self {
        case .process(let pid): "of process \(pid)"
        case .allProcesses(let count): "of all \(count) processes together"
        case .server: "at the MongoDB server"
        }
    }

    fileprivate var figureName: String {
        switch self {
        case .process(let pid): "\(pid)."
        case .allProcesses: "all."
        case .server: "server."
        }
    }
}
