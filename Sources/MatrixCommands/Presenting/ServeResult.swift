import MatrixServers
import MatrixTrial

/// A provisioned cell that answers: all that `provision` prints, and where it answers.
struct ServeResult: Encodable {
    var provisioned: ProvisionResult
    var serving: ServingCell
    var answers: [ProbeAnswer]

    init(_ provisioned: ProvisionedCell, _ serving: ServingCell, _ answers: [ProbeAnswer]) {
        self.answers = answers
        self.provisioned = ProvisionResult(provisioned)
        self.serving = serving
    }

    private enum CodingKeys: String, CodingKey { case urls, pid, port, errorLog, accessLog, run }

    /// One flat object.
    func encode(to encoder: any Encoder) throws {
        try provisioned.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(serving.urls, forKey: .urls)
        try values.encode(serving.pid, forKey: .pid)
        try values.encode(serving.port, forKey: .port)
        try values.encode(serving.errorLog, forKey: .errorLog)
        try values.encode(serving.accessLog, forKey: .accessLog)
        try values.encode(serving.run, forKey: .run)
    }

    var text: String {
        """
        \(provisioned.cell) answers (Apache's pid is \(serving.pid))
        \(zip(serving.urls, answers).map { "  \($0)\n    \(words($1))" }.joined(separator: "\n"))
          log  \(serving.errorLog)

        next: curl \(serving.urls.first ?? "")
              wsgimatrix stop \(provisioned.cell)
        """
    }

    private func words(_ answer: ProbeAnswer) -> String {
        let process = answer.processGroup.isEmpty ? "Apache's own process" : "process group \(answer.processGroup)"
        return "Python \(answer.pythonVersion), mod_wsgi \(answer.modWsgiVersion), \(process) (pid \(answer.pid)), "
            + "sub-interpreter \(answer.applicationGroup)"
    }
}
