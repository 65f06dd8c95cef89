#include "tool/verdict/classify.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "tool/verdict/words.h"

namespace pool_audit::verdict {

namespace {

Class by_thresholds(double peak, double cold_below, double hot_above) {
  if (peak > hot_above) return Class::hot;
  return peak < cold_below ? Class::cold : Class::warm;
}

void explain_rate(const telemetry::Measured& measured, std::vector<std::string>& reasons) {
  reasons.push_back("at peak " + rate(measured.process.peak) + " in one process, " +
                    rate(measured.process.mean) + " on average, over " +
                    duration(measured.window_seconds));
  if (measured.instances.size() > 1) {
    reasons.push_back(std::to_string(measured.instances.size()) + " processes together " +
                      rate(measured.fleet.peak) + " at peak");
  }
  if (const auto hits = measured.hit_rate()) {
    reasons.push_back(percent(*hits) + " of the gets reuse an object");
  }
}

// What the gate of a removal asks for and has not got.
std::vector<std::string> gate(const Evidence& evidence, const Thresholds& thresholds) {
  const telemetry::Measured& measured = *evidence.measured;
  std::vector<std::string> out;
  if (measured.window_seconds < thresholds.window_seconds) {
    out.push_back("watched for " + duration(measured.window_seconds) + " of " +
                  duration(thresholds.window_seconds));
  }
  if (measured.covered_seconds < thresholds.covered_share * measured.window_seconds) {
    out.push_back("measured in " + percent(measured.covered_seconds / measured.window_seconds) +
                  " of that time, wanted " + percent(thresholds.covered_share));
  }
  if (measured.points < thresholds.points) {
    out.push_back(std::to_string(measured.points) + " of " + std::to_string(thresholds.points) +
                  " scrapes");
  }
  if (!is_exact(evidence.confidence)) {
    out.push_back("the measurement is joined by " +
                  std::string(evidence.confidence == Confidence::type ? "type" : "a moved line") +
                  ", not by name or site");
  }
  if (evidence.dynamic_use) {
    out.emplace_back("its uses cannot all be seen");
  }
  return out;
}

}  // namespace

Class class_of(double peak, const Thresholds& thresholds, Class before) {
  const Class plain = by_thresholds(peak, thresholds.cold_below, thresholds.hot_above);
  if (before == Class::unmeasured || before == plain) return plain;
  // Towards the old class the thresholds are shifted: it is left when the rate is well past them.
  const double up = 1 + thresholds.hysteresis;
  const double down = 1 - thresholds.hysteresis;
  const double cold = thresholds.cold_below * (before == Class::cold ? up : down);
  const double hot = thresholds.hot_above * (before == Class::hot ? down : up);
  return by_thresholds(peak, cold, hot);
}

Verdict judge(const Evidence& evidence, const Thresholds& thresholds) {
  Verdict out;
  const bool rated = evidence.measured && evidence.measured->window_seconds > 0;
  if (rated) {
    const telemetry::Measured& measured = *evidence.measured;
    out.class_ = class_of(measured.process.peak, thresholds, evidence.before);
    explain_rate(measured, out.reasons);
    const Class plain =
        by_thresholds(measured.process.peak, thresholds.cold_below, thresholds.hot_above);
    if (plain != out.class_) {
      out.reasons.push_back("it was " + std::string(to_text(evidence.before)) +
                            " before, and is not far enough past the threshold to change");
    }
  } else if (evidence.measured) {
    out.reasons.emplace_back("its counters have no times, so that there is no rate");
  } else {
    out.reasons.emplace_back("no measurement speaks of it");
  }
  if (evidence.design_findings > 0) {
    out.reasons.push_back(count(evidence.design_findings, "finding") +
                          " on whether it should be a pool");
  }
  if (evidence.open_findings > 0) {
    out.reasons.push_back(count(evidence.open_findings, "finding") + " about its use");
  }
  if (out.class_ == Class::cold) out.missing = gate(evidence, thresholds);
  const bool keeps_out_of_it = out.class_ == Class::hot && evidence.open_findings == 0;
  if (evidence.design_findings > 0 && !keeps_out_of_it) {
    out.action =
        out.class_ == Class::cold && out.missing.empty() ? Action::remove : Action::replace;
  } else if (evidence.open_findings > 0 && out.class_ != Class::cold) {
    out.action = Action::review;
  } else {
    switch (out.class_) {
      case Class::unmeasured:
        out.action = Action::instrument;
        break;
      case Class::cold:
        out.action = out.missing.empty() ? Action::remove : Action::observe;
        break;
      case Class::warm:
        out.action = Action::review;
        break;
      case Class::hot:
        out.action = Action::leave;
        break;
    }
  }
  return out;
}

std::string_view to_text(Class class_) {
  constexpr std::array<std::string_view, 4> kWords = {"unmeasured", "cold", "warm", "hot"};
  return kWords.at(static_cast<size_t>(class_));
}

std::string_view to_text(Action action) {
  constexpr std::array<std::string_view, 6> kWords = {"leave",   "review",  "remove",
                                                      "observe", "replace", "instrument"};
  return kWords.at(static_cast<size_t>(action));
}

}  // namespace pool_audit::verdict
